package dev.underpin.partitioning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All properties that conversions are tested with. */
final class FidelityCatalogue {

    private FidelityCatalogue() {}

    static List<Property> all() {
        return Stream.of(
                        TableProperties.all(),
                        KeyProperties.all(),
                        KeyTypes.all(),
                        BehaviourProperties.all(),
                        DependentProperties.all())
                .flatMap(List::stream)
                .toList();
    }

    static Map<String, List<Property>> sections() {
        return all().stream()
                .collect(Collectors.groupingBy(property -> property.section, LinkedHashMap::new, Collectors.toList()));
    }
}

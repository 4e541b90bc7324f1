package dev.underpin.spi.catalog;

/**
 * A relation's size.
 *
 * @param rows estimated, -1 if never analysed
 * @param pages of the main fork
 * @param bytes with indexes and TOAST
 */
public record Extent(long rows, long pages, long bytes) {}

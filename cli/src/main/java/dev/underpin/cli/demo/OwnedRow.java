package dev.underpin.cli.demo;

/** A message as the one who writes it knows it. */
record OwnedRow(String id, String content, String type, String createdAt) {}

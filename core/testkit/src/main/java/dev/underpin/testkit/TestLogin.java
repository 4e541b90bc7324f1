package dev.underpin.testkit;

/** A role of one test that may log in. */
public record TestLogin(String name, String password) {}

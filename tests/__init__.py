"""The test suite; a package, so that suites can import `tests.support`."""

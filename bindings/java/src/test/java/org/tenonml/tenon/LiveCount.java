package org.tenonml.tenon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each test ends with as many of the library's objects alive as it began with, after a collection. */
abstract class LiveCount {
  private long before;

  @BeforeEach
  void count() {
    Tenon.collect();
    before = Tenon.liveCount();
    Tenon.manualSeed(1);
  }

  @AfterEach
  void countAgain() {
    assertNull(Scope.current(), "a scope was left open");
    for (int tries = 0; Tenon.liveCount() != before && tries < 20; ++tries) Tenon.collect();
    assertEquals(before, Tenon.liveCount(), "objects of the library");
  }
}

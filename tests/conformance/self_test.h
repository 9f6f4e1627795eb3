// The runner judges itself on known good and bad data; no library is needed.
#pragma once

namespace conformance {

int self_test();  // the number of checks that failed, each of them told on stdout

}  // namespace conformance

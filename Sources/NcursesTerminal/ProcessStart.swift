import CTerminal

/// What has to be so before anything is opened or written.
package enum ProcessStart {
  /// Occupies closed standard descriptors, so that no file takes their place (rmtop's sentences would stand in the run
  /// log); makes a write beyond the limit of file sizes an error; puts handlers of fatal signals in place.
  package static func prepare() { rmtop_process_prepare() }
}

namespace Orchestrator.Testbed.InstrumentWindow;

/// <summary>No display, or it went away. The message is a sentence for people.</summary>
internal sealed class DisplayGoneException(string message) : Exception(message);

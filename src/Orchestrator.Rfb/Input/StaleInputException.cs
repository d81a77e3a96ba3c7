namespace Orchestrator.Rfb;

/// <summary>Input waited for a lost link longer than it may be late; it isn't injected, and nothing behind it.</summary>
internal sealed class StaleInputException() : Exception("input waited too long for a lost link");

namespace Orchestrator.Rfb;

/// <summary>The screen couldn't be opened because what opens it failed, not because the display is locked or gone.</summary>
public sealed class ScreenFailedException(string message, Exception inner) : Exception(message, inner);

namespace Orchestrator.Plugins.Capture.X11.Connection;

/// <summary>An extension of the X server.</summary>
/// <param name="FirstEvent">Number of its first event.</param>
/// <param name="MajorOpcode">Number of its requests.</param>
internal readonly record struct XExtension(byte FirstEvent, byte MajorOpcode);

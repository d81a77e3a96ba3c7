namespace Orchestrator.Abstractions;

/// <summary>Diagnostics of a plugin. Never payloads, keys or what a person typed. Callable from any thread, several at once.</summary>
public interface IPluginLog
{
    /// <summary>Writes one line. Returns at once, never throws. What is too much is dropped. Not to be called after the plugin's disposal.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="eventId">Stable number of this kind of line within the plugin.</param>
    /// <param name="text">One line of text; control characters are replaced.</param>
    void Write(PluginLogLevel level, int eventId, string text);
}

/// <summary>How much a line matters.</summary>
public enum PluginLogLevel
{
    /// <summary>For the author.</summary>
    Debug,

    /// <summary>Normal life.</summary>
    Information,

    /// <summary>Works, but somebody should look.</summary>
    Warning,

    /// <summary>Something was lost.</summary>
    Error,
}

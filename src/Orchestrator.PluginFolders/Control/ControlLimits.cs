namespace Orchestrator.PluginFolders;

/// <summary>Bounds of the control socket, with the reason of each.</summary>
internal static class ControlLimits
{
    /// <summary>One request: its settings are the largest part, and those of a plugin are some lines.</summary>
    public const int RequestBytes = 64 * 1024;

    /// <summary>One answer: the list of a full folder, with a sentence for each plugin.</summary>
    public const int AnswerBytes = 8 * 1024 * 1024;

    /// <summary>Nested values in settings.</summary>
    public const int Depth = 16;

    /// <summary>Connections at one time: people and their scripts, all of one user.</summary>
    public const int Connections = 8;

    /// <summary>Bytes of a socket's path, its closing zero included, on the systems in use.</summary>
    public const int PathBytes = 104;

    /// <summary>How long a connection may stay without a whole request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <summary>How long a client waits: a command waits for its turn, and then loads, starts and tests a plugin.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromMinutes(2);
}

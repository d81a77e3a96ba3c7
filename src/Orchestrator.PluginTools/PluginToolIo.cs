using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary>What the commands read and write; the program brings its own terminal, tests bring writers.</summary>
public sealed class PluginToolIo
{
    /// <summary>Answers.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Questions.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True when a person sits at a terminal and can be asked.</summary>
    public required bool IsInteractive { get; init; }

    /// <summary>Shows a prompt and reads a line without showing what is typed. Called only when <see cref="IsInteractive"/>.</summary>
    public required Func<string, string> ReadHidden { get; init; }

    /// <summary>Where keys draw from.</summary>
    public IRandomSource Random { get; init; } = SystemRandomSource.Instance;
}

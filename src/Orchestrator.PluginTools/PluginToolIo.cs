using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary>What the commands read and write; the program brings its own terminal, tests bring writers.</summary>
public sealed class PluginToolIo
{
    /// <summary>Answers.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Questions and refusals.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input: a person's yes or no.</summary>
    public required Stream Input { get; init; }

    /// <summary>True when a person sits at a terminal and can be asked.</summary>
    public required bool IsInteractive { get; init; }

    /// <summary>Shows a prompt and reads a line without showing what is typed. Called only when <see cref="IsInteractive"/>.</summary>
    public required Func<string, string> ReadHidden { get; init; }

    /// <summary>Where plugins and trust file lie in a data folder of this program; null for a program that keeps neither in one.</summary>
    public Func<string, PluginPlaces>? Places { get; init; }

    /// <summary>For how long a running program is waited for.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where keys draw from.</summary>
    public IRandomSource Random { get; init; } = SystemRandomSource.Instance;
}

/// <summary>Where a program looks for plugins.</summary>
/// <param name="Folder">The plugin folder.</param>
/// <param name="TrustFile">Whose plugins are loaded.</param>
public sealed record PluginPlaces(string Folder, string TrustFile);

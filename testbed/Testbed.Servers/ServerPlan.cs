using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers;

/// <summary>How a server is started: what must be installed, what lies in its folder, what is run before, and the program itself.</summary>
/// <param name="Command">The server, which stays in the foreground.</param>
public sealed record ServerPlan(ServerCommand Command)
{
    /// <summary>Programs that must be installed: names on the path, or absolute paths.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What is written into its folder before.</summary>
    public ImmutableArray<ServerFile> Files { get; init; } = [];

    /// <summary>Run to their end one after the other, after the files are there.</summary>
    public ImmutableArray<ServerCommand> Preparations { get; init; } = [];

    /// <summary>TCP ports on which it listens once it serves.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];
}

/// <summary>A command line.</summary>
/// <param name="Program">Name on the path, or absolute path.</param>
/// <param name="Arguments">Passed as they are, without a shell.</param>
public sealed record ServerCommand(string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>Variables to set.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>A file of a server.</summary>
/// <param name="Name">Relative to its folder.</param>
/// <param name="Text">All of it.</param>
/// <param name="Executable">True for a script.</param>
public sealed record ServerFile(string Name, string Text, bool Executable = false);

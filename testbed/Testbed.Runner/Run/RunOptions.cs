namespace Orchestrator.Testbed.Runner.Run;

/// <summary>How scenarios are run.</summary>
internal sealed record RunOptions
{
    /// <summary>A folder of scenarios, or one file.</summary>
    public required string Place { get; init; }

    /// <summary>Worlds to play in.</summary>
    public WorldOption World { get; init; } = WorldOption.Both;

    /// <summary>Only scenarios whose theme/id holds one of these, * standing for anything; empty: all.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Folder for the reports; null: none.</summary>
    public string? Report { get; init; }

    /// <summary>File for the matrix; null: none.</summary>
    public string? Matrix { get; init; }

    /// <summary>Every expectation is turned into its opposite, and every scenario must then fail.</summary>
    public bool Flip { get; init; }

    /// <summary>One JSON object a line in place of text.</summary>
    public bool Json { get; init; }

    /// <summary>Scenarios at once.</summary>
    public int Parallel { get; init; } = 2;
}

/// <summary>Which worlds.</summary>
internal enum WorldOption
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>In this process, without rights.</summary>
    Simulated,

    /// <summary>Namespaces and real servers; needs root.</summary>
    Real,
}

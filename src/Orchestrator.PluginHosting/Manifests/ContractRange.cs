namespace Orchestrator.PluginHosting;

/// <summary>Versions of the plugin contract that a plugin was made for.</summary>
/// <param name="From">First version, included.</param>
/// <param name="Below">First version that no longer counts.</param>
public sealed record ContractRange(Version From, Version Below)
{
    /// <summary>The version of the contract that this host offers. The minor number grows with every addition to Abstractions.</summary>
    public static Version Offered { get; } = new(1, 4);

    /// <summary>True when the host's contract lies within the range.</summary>
    public bool Contains(Version contract) => contract >= From && contract < Below;

    /// <inheritdoc />
    public override string ToString() => $"from {From} below {Below}";
}

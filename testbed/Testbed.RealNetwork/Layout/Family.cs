namespace Orchestrator.Testbed.RealNetwork.Layout;

/// <summary>Families of addresses, in the words of the tools.</summary>
internal enum Family
{
    /// <summary>IPv4.</summary>
    V4,

    /// <summary>IPv6.</summary>
    V6,
}

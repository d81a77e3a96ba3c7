namespace Orchestrator.Protocol;

/// <summary>How much one key may protect. Both ends hold the same numbers: the sender keeps them, the receiver insists on the first two.</summary>
/// <param name="Records">Records under one key.</param>
/// <param name="Bytes">Record bytes, headers and tags included.</param>
/// <param name="Age">Age at which the sender changes the key before its next record.</param>
public sealed record RekeyLimits(long Records, long Bytes, TimeSpan Age)
{
    /// <summary>The product's numbers; tests use smaller ones.</summary>
    public static RekeyLimits Default { get; } = new(ProtocolLimits.RekeyRecords, ProtocolLimits.RekeyBytes, ProtocolLimits.RekeyAge);
}

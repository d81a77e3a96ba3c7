using System.Collections.Immutable;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Bundles;

/// <summary>One session's evidence as values; <see cref="BundleWriter"/> gives its one byte string. Nothing in it is believed before it was verified.</summary>
public sealed record EvidenceBundle
{
    /// <summary>Nine digits.</summary>
    public required string Session { get; init; }

    /// <summary>The vendor's signed client configuration.</summary>
    public required ReadOnlyMemory<byte> Configuration { get; init; }

    /// <summary>Technicians', DER.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; init; }

    /// <summary>With their signatures.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Tickets { get; init; }

    /// <summary>The run's own log.</summary>
    public required InstrumentEvidence Instrument { get; init; }

    /// <summary>The broker's records of the session.</summary>
    public required BrokerEvidencePart Broker { get; init; }

    /// <summary>Verifier keys of the witnesses that signed notes here.</summary>
    public required ImmutableArray<string> Witnesses { get; init; }
}

/// <summary>The whole log of one run.</summary>
/// <param name="LogKey">Its verifier key.</param>
/// <param name="Binding">The run's RSA signature over the log key.</param>
/// <param name="Checkpoints">Signed notes, sizes ascending; the last covers every record.</param>
/// <param name="Records">From number 0 on.</param>
/// <param name="Texts">What people said, as far as it is here.</param>
public sealed record InstrumentEvidence(
    string LogKey, ReadOnlyMemory<byte> Binding, ImmutableArray<ReadOnlyMemory<byte>> Checkpoints, ImmutableArray<ReadOnlyMemory<byte>> Records, ImmutableArray<BundleText> Texts);

/// <summary>A text with the salt of its commitment.</summary>
/// <param name="Salt">32 bytes.</param>
/// <param name="Text">UTF-8.</param>
public sealed record BundleText(ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Text);

/// <summary>A part of the broker's log.</summary>
/// <param name="Checkpoint">Signed note over all of it.</param>
/// <param name="Records">Of this session.</param>
/// <param name="Consistency">From each checkpoint that the instrument recorded.</param>
public sealed record BrokerEvidencePart(ReadOnlyMemory<byte> Checkpoint, ImmutableArray<BrokerRecord> Records, ImmutableArray<ConsistencyProof> Consistency);

/// <summary>One record of the broker's log.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Record">The line.</param>
/// <param name="Proof">Inclusion in the checkpoint.</param>
public sealed record BrokerRecord(long Index, ReadOnlyMemory<byte> Record, ImmutableArray<MerkleHash> Proof);

/// <summary>That the log of this size begins the log of the checkpoint.</summary>
/// <param name="Size">Records then.</param>
/// <param name="Proof">RFC 6962.</param>
public sealed record ConsistencyProof(long Size, ImmutableArray<MerkleHash> Proof);

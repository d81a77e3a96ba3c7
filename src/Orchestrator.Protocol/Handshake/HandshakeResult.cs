using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>What a completed handshake leaves. Disposing destroys the master secret.</summary>
public sealed class HandshakeResult : IDisposable
{
    internal HandshakeResult(
        HandshakeProfile profile, bool isInitiator, MasterSecret master, byte[] transcriptHash, string sas, ReadOnlyMemory<byte> peerIdentity, RsaPublic peerKey)
    {
        Profile = profile;
        IsInitiator = isInitiator;
        Master = master;
        TranscriptHash = transcriptHash;
        Sas = sas;
        PeerIdentity = peerIdentity;
        PeerKey = peerKey;
    }

    /// <summary>Who with whom.</summary>
    public HandshakeProfile Profile { get; }

    /// <summary>True at the technician's end, and at an endpoint's end of its link.</summary>
    public bool IsInitiator { get; }

    /// <summary>The secret that every channel's keys come from.</summary>
    public MasterSecret Master { get; }

    /// <summary>th6: 48 bytes that both ends share and that name this run. Not secret.</summary>
    public ReadOnlyMemory<byte> TranscriptHash { get; }

    /// <summary>The six digits that two people compare. Not printed, so that they don't reach a log.</summary>
    public string Sas { get; }

    /// <summary>What the peer showed, as the verifier accepted it.</summary>
    public ReadOnlyMemory<byte> PeerIdentity { get; }

    /// <summary>The key that the peer proved to hold.</summary>
    public RsaPublic PeerKey { get; }

    /// <inheritdoc/>
    public void Dispose() => Master.Dispose();

    /// <summary>Profile and transcript, nothing secret.</summary>
    public override string ToString() => $"{Profile.Name()} {Convert.ToHexStringLower(TranscriptHash.Span)}";
}

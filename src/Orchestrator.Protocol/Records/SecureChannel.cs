using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>Both directions of one channel at one end. Disposing destroys its keys: that is the cut.</summary>
public sealed class SecureChannel : IDisposable
{
    internal SecureChannel(RecordSealer sealer, RecordOpener opener)
    {
        Sealer = sealer;
        Opener = opener;
    }

    /// <summary>The channel.</summary>
    public ChannelId Id => Sealer.Channel;

    /// <summary>What this end sends.</summary>
    public RecordSealer Sealer { get; }

    /// <summary>What this end receives.</summary>
    public RecordOpener Opener { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sealer.Dispose();
        Opener.Dispose();
    }
}

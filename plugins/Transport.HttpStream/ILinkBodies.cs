namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>The two bodies of a link as one side has them.</summary>
internal interface ILinkBodies : IAsyncDisposable
{
    /// <summary>What the other side says.</summary>
    Stream Incoming { get; }

    /// <summary>Cancelled when one of the two requests is over before its time.</summary>
    CancellationToken Broken { get; }

    /// <summary>Sends one whole piece at once.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken);

    /// <summary>Ends this side's body behind its close.</summary>
    ValueTask FinishAsync(CancellationToken cancellationToken);
}

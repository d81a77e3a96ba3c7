using System.Diagnostics.CodeAnalysis;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>The host's dialer for both directions of a link: one dial at a time, as it wants it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore of which no wait handle is taken holds nothing.")]
internal sealed class Dialling(IDialer dialer)
{
    private static readonly string[] Http = ["http/1.1"];

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>A connection to the broker.</summary>
    public async Task<Stream> DialAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (await dialer.DialBrokerAsync(Http, cancellationToken).ConfigureAwait(false)).Stream;
        }
        finally
        {
            turn.Release();
        }
    }
}

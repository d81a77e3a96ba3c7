using System.Threading.Channels;

namespace Orchestrator.Rfb;

/// <summary>A bell for one waiter: rings that nobody heard yet are one ring.</summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => bell.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await bell.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}

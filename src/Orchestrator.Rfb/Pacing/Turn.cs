using System.Threading.Channels;

namespace Orchestrator.Rfb;

/// <summary>Lets one caller at a time through, in order; nothing in it needs to be disposed.</summary>
internal sealed class Turn
{
    private readonly Channel<bool> token = Channel.CreateBounded<bool>(1);

    public Turn() => Leave();

    public async ValueTask EnterAsync(CancellationToken cancellationToken) =>
        await token.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    public void Leave() => token.Writer.TryWrite(true);
}

using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>The console's side of one control channel. Calls may come from any thread; they are sent in the order in which they come.</summary>
/// <param name="channel">The control channel.</param>
/// <param name="context">The layout that the technician sees and the last cut text that was sent, at this moment.</param>
public sealed class InputSender(IDuplexPipe channel, Func<InputContext> context)
{
    private readonly Turn turn = new();

    /// <summary>Sends the pointer's place and all buttons that are held.</summary>
    /// <returns>False: the channel has ended.</returns>
    public ValueTask<bool> SendPointerAsync(int x, int y, int buttons, CancellationToken cancellationToken)
    {
        var place = (X: Math.Clamp(x, 0, RfbLimits.MaxSide), Y: Math.Clamp(y, 0, RfbLimits.MaxSide));
        return SendAsync(() => new ConsoleMessage.PointerEvent((byte)buttons, place.X, place.Y, context()), cancellationToken);
    }

    /// <summary>Sends one key.</summary>
    /// <returns>False: the channel has ended.</returns>
    public ValueTask<bool> SendKeyAsync(uint keysym, bool down, uint scanCode, CancellationToken cancellationToken) =>
        SendAsync(() => new ConsoleMessage.KeyEvent(down, keysym, scanCode, context()), cancellationToken);

    private async ValueTask<bool> SendAsync(Func<ConsoleMessage> message, CancellationToken cancellationToken)
    {
        await turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            MessageWriter.Write(channel.Output, message());
            await ChannelIo.FlushAsync(channel.Output, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception ended) when (ended is EndOfStreamException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            turn.Leave();
        }
    }
}

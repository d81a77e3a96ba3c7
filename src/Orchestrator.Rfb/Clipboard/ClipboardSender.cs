using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>The numbers of the cut texts that a console sent in one session; each channel to the clipboard goes on counting.</summary>
public sealed class CutTextCounter
{
    private uint last;

    /// <summary>Number of the last one; 0 before the first.</summary>
    public uint Last => Volatile.Read(ref last);

    internal uint Next() => Interlocked.Increment(ref last);
}

/// <summary>The console's side of one channel to the instrument's clipboard.</summary>
public sealed class ClipboardSender(IDuplexPipe channel, CutTextCounter numbers)
{
    private readonly Turn turn = new();

    /// <summary>Sends a text, cut to 1 MiB of UTF-8.</summary>
    /// <returns>False: the channel has ended.</returns>
    public async ValueTask<bool> SendAsync(string text, CancellationToken cancellationToken)
    {
        var bounded = CutTextWriter.Bound(text);
        await turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var message = new ArrayBufferWriter<byte>();
            MessageWriter.Write(message, new ConsoleMessage.CutText(numbers.Next(), bounded));

            // Half a text would spoil the channel: the token ends the wait for the turn, not a text that has begun.
            await CutTextWriter.SendAsync(channel.Output, message.WrittenMemory, gate: null, CancellationToken.None).ConfigureAwait(false);
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

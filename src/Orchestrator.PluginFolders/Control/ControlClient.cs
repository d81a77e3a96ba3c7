using System.IO.Pipelines;
using System.Net.Sockets;

namespace Orchestrator.PluginFolders;

/// <summary>Asks a running program about its plugins.</summary>
public static class ControlClient
{
    /// <summary>Sends one request and waits for its answer, two minutes at most.</summary>
    /// <param name="path">The program's socket.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="time">For how long it waits.</param>
    /// <param name="cancellationToken">Ends the wait; what was asked for may happen all the same.</param>
    /// <exception cref="ControlException">No program listens there, or it doesn't answer.</exception>
    public static async Task<ControlAnswer> AskAsync(string path, ControlRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var line = ControlCodec.Write(request);
        if (line.Length > ControlLimits.RequestBytes)
            throw new ControlException($"The request is longer than {ControlLimits.RequestBytes} bytes. Shorten the settings.");
        using var late = new CancellationTokenSource(ControlLimits.Answer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var stream = new NetworkStream(await ControlSocket.ConnectAsync(path, either.Token).ConfigureAwait(false), ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await SendAsync(stream, line, either.Token).ConfigureAwait(false);
                var answer = await ControlLines.ReadAsync(PipeReader.Create(stream), ControlLimits.AnswerBytes, either.Token).ConfigureAwait(false);
                return answer is null ? throw NoAnswer(path, null) : ControlCodec.ReadAnswer(answer);
            }
            catch (OperationCanceledException e) when (late.IsCancellationRequested)
            {
                throw new ControlException($"The program on {path} didn't answer within {ControlLimits.Answer.TotalMinutes:0} minutes. Look at its list of plugins later.", e);
            }
            catch (IOException e)
            {
                throw NoAnswer(path, e);
            }
        }
    }

    /// <summary>A program that sends away whom it doesn't know closes before it has read: what it said still counts.</summary>
    private static async Task SendAsync(NetworkStream stream, byte[] line, CancellationToken cancellationToken)
    {
        try
        {
            await ControlLines.WriteAsync(stream, line, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Its answer is read next; where there is none, that says so.
        }
    }

    private static ControlException NoAnswer(string path, Exception? cause)
    {
        var sentence = $"The program on {path} ended the connection without an answer. Look whether it still runs.";
        return cause is null ? new ControlException(sentence) : new ControlException(sentence, cause);
    }
}

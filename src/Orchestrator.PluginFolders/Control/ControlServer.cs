using System.IO.Pipelines;
using System.Net.Sockets;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Answers requests about plugins on a Unix socket, for the program's own user alone. One JSON object a line each way; a connection's requests take turns,
/// those of several connections don't.
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly IPluginControl control;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim free = new(ControlLimits.Connections, ControlLimits.Connections);
    private readonly Task accepting;

    private ControlServer(string path, Socket listener, IPluginControl control, TimeProvider time)
    {
        Path = path;
        this.listener = listener;
        this.control = control;
        this.time = time;
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Listens on <see cref="ControlSocket.FileName"/> in a folder.</summary>
    /// <param name="folder">The program's data folder; must exist, and nobody but its user may write it.</param>
    /// <param name="control">Carries requests out.</param>
    /// <param name="time">For how long a connection may say nothing.</param>
    /// <exception cref="ControlException">It can't listen there.</exception>
    public static ControlServer Start(string folder, IPluginControl control, TimeProvider time)
    {
        var path = System.IO.Path.Combine(folder, ControlSocket.FileName);
        return new ControlServer(path, ControlSocket.Listen(path), control, time);
    }

    /// <summary>Ends every connection and takes the file away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        for (var i = 0; i < ControlLimits.Connections; i++)
            await free.WaitAsync().ConfigureAwait(false);
        File.Delete(Path);
        free.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await free.WaitAsync(stop.Token).ConfigureAwait(false);
                _ = ServeAsync(await AcceptOneAsync().ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await listener.AcceptAsync(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                free.Release();
                throw;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Who came is gone already, or the program ends.
                if (stop.IsCancellationRequested)
                {
                    free.Release();
                    throw new OperationCanceledException(stop.Token);
                }
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        await Task.Yield();
        try
        {
            var stream = new NetworkStream(connection, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
            {
                if (SocketUser.IsSame(listener, connection))
                    await ServeAsync(stream).ConfigureAwait(false);
                else
                    await AnswerAsync(stream, new ControlAnswer(false, "Only the user under which this program runs may ask it about its plugins.")).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever asked is gone, said nothing for too long, or the program ends.
        }
        finally
        {
            free.Release();
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (await ReadAsync(reader).ConfigureAwait(false) is { } line)
                await AnswerAsync(stream, await RunAsync(line).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (ControlException e)
        {
            // Where the next line begins isn't known any more.
            await AnswerAsync(stream, new ControlAnswer(false, e.Message)).ConfigureAwait(false);
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task<byte[]?> ReadAsync(PipeReader reader)
    {
        using var idle = new CancellationTokenSource(ControlLimits.Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, stop.Token);
        return await ControlLines.ReadAsync(reader, ControlLimits.RequestBytes, either.Token).ConfigureAwait(false);
    }

    private async Task<ControlAnswer> RunAsync(byte[] line)
    {
        ControlRequest request;
        try
        {
            request = ControlCodec.ReadRequest(line);
        }
        catch (ControlException e)
        {
            return new ControlAnswer(false, e.Message);
        }

        return await control.RunAsync(request, stop.Token).ConfigureAwait(false);
    }

    private async Task AnswerAsync(NetworkStream stream, ControlAnswer answer)
    {
        using var slow = new CancellationTokenSource(ControlLimits.Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, stop.Token);
        await ControlLines.WriteAsync(stream, ControlCodec.Write(answer), either.Token).ConfigureAwait(false);
    }
}

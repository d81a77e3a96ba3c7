namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>
/// HTTP/1.1 between any two streams, one exchange after the other, misbehaving as the options say. A request's body and its answer pass at the same time
/// where bodies aren't collected.
/// </summary>
public sealed class HttpPassage(InterceptionOptions options)
{
    // What one body may hold; more is somebody's mistake.
    private const int MostKept = 1024 * 1024;

    /// <summary>Runs until one side ends.</summary>
    public async Task RunAsync(Stream client, Stream server, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (await HttpHeadText.ReadAsync(client, stop.Token).ConfigureAwait(false) is { } request)
        {
            var sending = PassAsync(Changed(request), isAnswer: false, client, server, stop.Token);
            var answer = await HttpHeadText.ReadAsync(server, stop.Token).ConfigureAwait(false);
            if (answer is null)
                return;
            if (answer.IsSwitch)
            {
                // The answer may be here before the request's own writing has ended, and a stream bears one writer.
                await sending.ConfigureAwait(false);
                await SwitchedAsync(answer, client, server, stop).ConfigureAwait(false);
                return;
            }

            if (options.CloseAfterAnswer)
                answer = answer.Without("Connection:").With("Connection: close");
            await PassAsync(answer, isAnswer: true, server, client, stop.Token).ConfigureAwait(false);
            if (options.CloseAfterAnswer || !sending.IsCompletedSuccessfully || (answer.Length is null && !answer.IsChunked))
            {
                await stop.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
    }

    private HttpHeadText Changed(HttpHeadText request) => options.StripUpgrade ? request.Without("Upgrade:", "Connection:", "Sec-WebSocket-") : request;

    private async Task PassAsync(HttpHeadText head, bool isAnswer, Stream from, Stream to, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!options.BufferBodies)
        {
            await to.WriteAsync(head.Bytes(), cancellationToken).ConfigureAwait(false);
            await to.FlushAsync(cancellationToken).ConfigureAwait(false);
            await BodyPassage.RunAsync(head, isAnswer, from, to, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var kept = new MemoryStream(new byte[MostKept], 0, MostKept, writable: true, publiclyVisible: true);
        await kept.WriteAsync(head.Bytes(), cancellationToken).ConfigureAwait(false);
        await BodyPassage.RunAsync(head, isAnswer, from, kept, cancellationToken).ConfigureAwait(false);
        await to.WriteAsync(kept.GetBuffer().AsMemory(0, (int)kept.Position), cancellationToken).ConfigureAwait(false);
        await to.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SwitchedAsync(HttpHeadText answer, Stream client, Stream server, CancellationTokenSource stop)
    {
        await client.WriteAsync(answer.Bytes(), stop.Token).ConfigureAwait(false);
        await client.FlushAsync(stop.Token).ConfigureAwait(false);
        var up = BodyPassage.RestAsync(client, options.Swallow101 ? Stream.Null : server, stop.Token);
        var down = BodyPassage.RestAsync(server, options.Swallow101 ? Stream.Null : client, stop.Token);
        await Task.WhenAny(up, down).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }
}

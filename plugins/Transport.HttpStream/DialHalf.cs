using System.Security.Cryptography;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;
using Orchestrator.Plugins.Shared.HttpBodies;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>
/// The endpoint's half: the request that receives, then the one that sends, then a probe through both. What comes back of it has passed everything on the
/// way in both directions while both bodies were still open, so nothing there waits for their ends.
/// </summary>
internal sealed class DialHalf(TransportTarget target, IDialer dialer, TimeProvider time)
{
    private const string Refused = "TRANSPORT_REFUSED";
    private static readonly string[] Http = ["http/1.1"];

    private readonly LinkId id = LinkId.New();
    private TimeSpan left = LinkLimits.Preamble;

    /// <summary>Connects; the link owns both connections.</summary>
    /// <exception cref="DialException">TRANSPORT_REFUSED, or the dialer's own.</exception>
    public async Task<HttpStreamLink> ConnectAsync(CancellationToken cancellationToken)
    {
        var down = (await dialer.DialBrokerAsync(Http, cancellationToken).ConfigureAwait(false)).Stream;
        Stream? up = null;
        DialledBodies? bodies = null;
        try
        {
            var incoming = await WithinAsync(token => BeginAsync(down, token), cancellationToken).ConfigureAwait(false);
            up = (await dialer.DialBrokerAsync(Http, cancellationToken).ConfigureAwait(false)).Stream;
            bodies = await WithinAsync(token => JoinAsync(down, incoming, up, token), cancellationToken).ConfigureAwait(false);
            return new HttpStreamLink(bodies, time);
        }
        catch
        {
            await down.DisposeAsync().ConfigureAwait(false);
            if (up is not null)
                await up.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Stream> BeginAsync(Stream down, CancellationToken cancellationToken)
    {
        await down.WriteAsync(Requests.Down(target, id), cancellationToken).ConfigureAwait(false);
        await down.FlushAsync(cancellationToken).ConfigureAwait(false);
        var answer = await HttpHeadReader.ReadAsync(down, cancellationToken).ConfigureAwait(false);
        var incoming = Body(answer, down);
        _ = await Piece.ExpectAsync(incoming, PieceKind.Hello, cancellationToken).ConfigureAwait(false);
        return incoming;
    }

    private Stream Body(HttpHead answer, Stream down)
    {
        if (answer.Status != 200)
            throw Because($"the answer is {answer.Status}{(answer.Reason.Length is > 0 and < 60 ? $" {answer.Reason}" : "")}, not 200");
        if (answer.Single("Content-Type") != Requests.ContentType || answer.All("Content-Encoding").Any() || answer.All("Content-Length").Any())
            throw Because("the answer isn't the stream of a broker of this product");

        // A proxy that speaks HTTP/1.0 on this side ends the body with the connection.
        return answer.All("Transfer-Encoding").ToArray() switch
        {
            [] => down,
            [var only] when string.Equals(only, "chunked", StringComparison.OrdinalIgnoreCase) => new ChunkedBody(down),
            _ => throw Because("the answer has a coding that wasn't asked for"),
        };
    }

    private async Task<DialledBodies> JoinAsync(Stream down, Stream incoming, Stream up, CancellationToken cancellationToken)
    {
        await up.WriteAsync(Requests.Up(target, id), cancellationToken).ConfigureAwait(false);
        var bodies = new DialledBodies(down, incoming, up);
        try
        {
            var probe = RandomNumberGenerator.GetBytes(Piece.Probe);
            await bodies.SendAsync(Piece.Hello, cancellationToken).ConfigureAwait(false);
            await bodies.SendAsync(Piece.Of(PieceKind.Probe, probe), cancellationToken).ConfigureAwait(false);
            using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bodies.Broken);
            var echo = await Piece.ExpectAsync(incoming, PieceKind.Echo, answered.Token).ConfigureAwait(false);
            return echo.AsSpan().SequenceEqual(probe) ? bodies : throw Because("what came back isn't what was sent");
        }
        catch (OperationCanceledException) when (bodies.Broken.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Because(await bodies.Answer.ConfigureAwait(false));
        }
        catch
        {
            await bodies.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>One step, within what is left of the preamble's time: dialling has its own.</summary>
    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(left, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var start = time.GetTimestamp();
        try
        {
            return await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Because($"nothing passed within {LinkLimits.Preamble.TotalSeconds:0.#} s");
        }
        catch (Exception problem) when (problem is (IOException or InvalidDataException) and not DialException)
        {
            throw Because(problem.Message.TrimEnd('.'));
        }
        finally
        {
            left -= time.GetElapsedTime(start);
            if (left < TimeSpan.Zero)
                left = TimeSpan.Zero;
        }
    }

    private DialException Because(string why) =>
        new(Refused, $"HTTPS streaming to the broker {target.Host} was refused: {why}. Something on the way may collect whole requests or answers before it passes them on; ask the IT department to let them stream.");
}

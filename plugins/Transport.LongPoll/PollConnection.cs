using System.Globalization;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;
using Orchestrator.Plugins.Shared.HttpBodies;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>The endpoint's exchanges of one direction: one connection, used again while whoever is at its other end lets it live.</summary>
/// <param name="method">GET or POST.</param>
/// <param name="target">The broker.</param>
/// <param name="dial">Gives a connection to it.</param>
internal sealed class PollConnection(string method, TransportTarget target, Func<CancellationToken, Task<Stream>> dial) : IAsyncDisposable
{
    private readonly byte[] answer = new byte[Body.Longest];
    private Stream? stream;

    /// <summary>True while there is a connection that was used before: it may be closed at the other end, and that would say nothing.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Dials, where there is no connection.</summary>
    /// <exception cref="DialException">There is none to be had.</exception>
    public async Task DialAsync(CancellationToken cancellationToken) => stream ??= await dial(cancellationToken).ConfigureAwait(false);

    /// <summary>Sends one request and reads its answer, which is valid until the next call.</summary>
    /// <exception cref="DialException">There is no connection.</exception>
    /// <exception cref="IOException">The connection broke; it is closed.</exception>
    /// <exception cref="InvalidDataException">What answered isn't a broker of this product; the connection is closed.</exception>
    public async Task<Body> ExchangeAsync(PollTarget to, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            await DialAsync(cancellationToken).ConfigureAwait(false);
            var stream = this.stream!;
            byte[] request = [.. Encoding.ASCII.GetBytes(Head(to, body.Length)), .. body.Span];
            await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            var head = await HttpHeadReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            while (head.Status is >= 100 and < 200)
                head = await HttpHeadReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            if (head.Single("Content-Type") != Body.ContentType || head.All("Content-Encoding").Any())
                throw new InvalidDataException($"the answer is {head.Status} and isn't from a broker of this product");
            var (bytes, isWhole) = await BodyAsync(head, stream, cancellationToken).ConfigureAwait(false);
            isDone = isWhole && head.MinorVersion == 1 && !head.HasToken("Connection", "close");
            return Body.Parse(bytes);
        }
        finally
        {
            IsUsed = isDone;
            if (!isDone)
                await CloseAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref stream, null) is { } last)
            await last.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The body, and whether its end was told by something else than the end of the connection.</summary>
    private async Task<(Memory<byte> Bytes, bool IsWhole)> BodyAsync(HttpHead head, Stream from, CancellationToken cancellationToken)
    {
        if (head.All("Transfer-Encoding").ToArray() is [var coding])
        {
            return string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase)
                ? (await Body.ReadAsync(new ChunkedBody(from), answer, cancellationToken).ConfigureAwait(false), true)
                : throw new InvalidDataException("the answer has a coding that wasn't asked for");
        }

        if (head.Single("Content-Length") is not { } text)
            return (await Body.ReadAsync(from, answer, cancellationToken).ConfigureAwait(false), false);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > answer.Length)
            throw new InvalidDataException("the answer has no proper length");
        await from.ReadExactlyAsync(answer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        return (answer.AsMemory(0, length), true);
    }

    private string Head(PollTarget to, int length) =>
        $"{method} {PollTarget.Path}{to.Query} HTTP/1.1\r\n"
        + $"Host: {target.Host}{(target.Port == 443 ? "" : $":{target.Port}")}\r\n"
        + $"Accept: {Body.ContentType}\r\n"
        + "Accept-Encoding: identity\r\n"
        + "Cache-Control: no-store, no-transform\r\n"
        + (method == "POST" ? $"Content-Type: {Body.ContentType}\r\nContent-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n" : "")
        + "\r\n";
}

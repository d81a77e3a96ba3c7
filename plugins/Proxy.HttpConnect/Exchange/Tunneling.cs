using System.Globalization;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

/// <summary>
/// The CONNECTs of one tunnel. Each scheme begins on a connection of its own: many proxies close after 407 without saying so, and on a kept connection
/// that would look like an answer to the credentials, or send them a second time.
/// </summary>
internal sealed class Tunneling(ProxyTarget target, IProxyDialer dialer, TimeProvider time) : IAsyncDisposable
{
    private Stream? stream;
    private HttpHead? last;

    /// <summary>Host and port as the request names them.</summary>
    public string Authority { get; } = $"{target.Host}:{target.Port}";

    /// <summary>Sends one CONNECT on a new connection and reads its answer.</summary>
    /// <param name="authorization">Value of Proxy-Authorization; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Answer> AskAsync(string? authorization, CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        stream = await dialer.DialProxyAsync(cancellationToken).ConfigureAwait(false);
        return await ExchangeAsync(stream, authorization, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a further CONNECT on the connection of the one before; null, with nothing sent, when the proxy doesn't keep it.</summary>
    /// <param name="authorization">Value of Proxy-Authorization.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Answer?> ContinueAsync(string authorization, CancellationToken cancellationToken) =>
        stream is not null && last is not null && await KeptConnection.DrainAsync(stream, last, time, cancellationToken).ConfigureAwait(false)
            ? await ExchangeAsync(stream, authorization, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>The tunnel, or the failure that an answer means.</summary>
    public ProxyResult Result(Answer answer, string scheme)
    {
        if (ProxyFailures.Of(answer, target) is { } failure)
            return new ProxyResult(null, failure);
        var tunnel = stream;
        stream = null;
        return new ProxyResult(tunnel, null, scheme);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (stream is not null)
            await stream.DisposeAsync().ConfigureAwait(false);
        stream = null;
    }

    private async Task<Answer> ExchangeAsync(Stream connection, string? authorization, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(ConnectLimits.Answer, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            await connection.WriteAsync(Encoding.Latin1.GetBytes(Request(authorization)), limit.Token).ConfigureAwait(false);
            await connection.FlushAsync(limit.Token).ConfigureAwait(false);
            last = await HttpHeadReader.ReadAsync(connection, limit.Token).ConfigureAwait(false);
        }
        catch (HttpHeadException problem)
        {
            return new Answer(null, "", problem.Problem == HttpHeadProblem.Closed ? AnswerProblem.Closed : AnswerProblem.Garbage, problem.Message);
        }
        catch (IOException)
        {
            return new Answer(null, "", AnswerProblem.Closed, "the connection broke");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(null, "", AnswerProblem.Silence);
        }

        var answer = new Answer(last, "");
        return answer.IsTunnel || answer.WantsCredentials
            ? answer
            : answer with { Body = await ErrorPage.ReadAsync(connection, Length(last), time, cancellationToken).ConfigureAwait(false) };
    }

    private static int? Length(HttpHead head) =>
        int.TryParse(head.Single("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    private string Request(string? authorization) =>
        $"CONNECT {Authority} HTTP/1.1\r\n"
        + $"Host: {Authority}\r\n"
        + (authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n")
        + "\r\n";
}

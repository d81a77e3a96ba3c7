using System.Globalization;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>
/// The CONNECTs of one attempt, each on a connection of its own. Many proxies close after 407 without saying so; on a kept connection
/// that would look like an answer to the credentials, or send them a second time.
/// </summary>
internal sealed class Tunneling(ProxyTarget target, IProxyDialer dialer, TimeProvider time) : IAsyncDisposable
{
    private Stream? stream;

    /// <summary>Sends one CONNECT and reads its answer.</summary>
    /// <param name="authorization">Value of Proxy-Authorization; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Answer> AskAsync(string? authorization, CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        stream = await dialer.DialProxyAsync(cancellationToken).ConfigureAwait(false);
        using var timer = new CancellationTokenSource(ConnectLimits.Answer, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        HttpHead head;
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(authorization)), limit.Token).ConfigureAwait(false);
            await stream.FlushAsync(limit.Token).ConfigureAwait(false);
            head = await HttpHeadReader.ReadAsync(stream, limit.Token).ConfigureAwait(false);
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

        var answer = new Answer(head, "");
        return answer.IsTunnel || answer.WantsCredentials
            ? answer
            : answer with { Body = await ErrorPage.ReadAsync(stream, Length(head), time, cancellationToken).ConfigureAwait(false) };
    }

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

    private static int? Length(HttpHead head) =>
        int.TryParse(head.Single("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    private string Request(string? authorization) =>
        $"CONNECT {target.Host}:{target.Port} HTTP/1.1\r\n"
        + $"Host: {target.Host}:{target.Port}\r\n"
        + (authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n")
        + "\r\n";
}

using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>One connection to the proxy at a time and the CONNECTs on it; dials again where the proxy closes after its answer.</summary>
internal sealed class Tunneling(ProxyTarget target, IProxyDialer dialer, TimeProvider time) : IAsyncDisposable
{
    private Stream? stream;

    /// <summary>Sends one CONNECT and reads its answer.</summary>
    /// <param name="authorization">Value of Proxy-Authorization; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Answer> AskAsync(string? authorization, CancellationToken cancellationToken)
    {
        stream ??= await dialer.DialProxyAsync(cancellationToken).ConfigureAwait(false);
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
            return new Answer(null, "", AnswerProblem.Silence, "");
        }

        return head.Status is >= 200 and < 300 && !new Answer(head, "").IsPage
            ? new Answer(head, "")
            : new Answer(head, await FinishAsync(head, cancellationToken).ConfigureAwait(false));
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

    // Reads the error page; keeps the connection only where the next answer is sure to begin right behind it.
    private async Task<string> FinishAsync(HttpHead head, CancellationToken cancellationToken)
    {
        var length = head.All("Transfer-Encoding").Any() ? null : Length(head);
        var (page, whole) = await ErrorPage.ReadAsync(stream!, length, time, cancellationToken).ConfigureAwait(false);
        var keeps = head.MinorVersion == 1
            ? !head.HasToken("Connection", "close") && !head.HasToken("Proxy-Connection", "close")
            : head.HasToken("Connection", "keep-alive") || head.HasToken("Proxy-Connection", "keep-alive");
        if (!whole || !keeps)
            await DisposeAsync().ConfigureAwait(false);
        return page;
    }

    private static int? Length(HttpHead head) =>
        int.TryParse(head.Single("Content-Length"), System.Globalization.NumberStyles.None, null, out var length) ? length : null;

    private string Request(string? authorization) =>
        $"CONNECT {target.Host}:{target.Port} HTTP/1.1\r\n"
        + $"Host: {target.Host}:{target.Port}\r\n"
        + (authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n")
        + "\r\n";
}

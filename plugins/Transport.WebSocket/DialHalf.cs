using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>The endpoint's upgrade: one request, one strictly checked answer, no redirect.</summary>
internal static class DialHalf
{
    private const string Refused = "TRANSPORT_REFUSED";

    /// <summary>Upgrades, and pings once; afterwards the stream stands at the broker's next WebSocket frame.</summary>
    /// <exception cref="DialException">TRANSPORT_REFUSED.</exception>
    public static async Task UpgradeAsync(Stream stream, TransportTarget target, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Upgrade, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Upgrade.KeyBytes));
        HttpHead answer;
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(target, key)), limit.Token).ConfigureAwait(false);
            await stream.FlushAsync(limit.Token).ConfigureAwait(false);
            answer = await HttpHeadReader.ReadAsync(stream, limit.Token).ConfigureAwait(false);
        }
        catch (IOException problem)
        {
            throw NoAnswer(target, problem.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoAnswer(target, $"nothing came within {LinkLimits.Upgrade.TotalSeconds:0} s");
        }

        if (Objection(answer, key) is { } why)
            throw new DialException(Refused, $"The WebSocket connection to the broker {target.Host} was refused: {why}. Something on the way may answer in the broker's place or strip the request; ask the IT department to let WebSocket pass.");
        await PingAsync(stream, target, time, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PingAsync(Stream stream, TransportTarget target, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.FirstPong, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            await FirstPing.SendAsync(stream, limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw NoPong(target, problem.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoPong(target, $"nothing came within {LinkLimits.FirstPong.TotalSeconds:0} s");
        }
    }

    /// <summary>Why an answer isn't the one to this key; null when it is.</summary>
    internal static string? Objection(HttpHead answer, string key)
    {
        if (answer.Status != 101)
            return $"the answer is {answer.Status}{(answer.Reason.Length is > 0 and < 60 ? $" {answer.Reason}" : "")}, not 101";
        if (answer.MinorVersion != 1 || !string.Equals(answer.Single("Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase) || !answer.HasToken("Connection", "upgrade"))
            return "the answer doesn't switch to WebSocket";
        if (answer.Single("Sec-WebSocket-Accept") != Upgrade.Accept(key))
            return "the answer belongs to another request";
        if (answer.Single("Sec-WebSocket-Protocol") != Upgrade.Protocol)
            return "the answer isn't from a broker of this product";
        return answer.All("Sec-WebSocket-Extensions").Any() ? "the answer names an extension that wasn't asked for" : null;
    }

    private static DialException NoAnswer(TransportTarget target, string why) =>
        new(Refused, $"The broker {target.Host} doesn't answer the WebSocket request ({why}). Something on the way may cut WebSocket connections; ask the IT department to let them pass.");

    private static DialException NoPong(TransportTarget target, string why) =>
        new(Refused, $"The WebSocket connection to the broker {target.Host} was granted and carries nothing ({why}). Something on the way may swallow what it doesn't understand; ask the IT department to let WebSocket pass.");

    private static string Request(TransportTarget target, string key) =>
        $"GET {Upgrade.Path} HTTP/1.1\r\n"
        + $"Host: {target.Host}{(target.Port == 443 ? "" : $":{target.Port}")}\r\n"
        + "Connection: Upgrade\r\n"
        + "Upgrade: websocket\r\n"
        + $"Sec-WebSocket-Key: {key}\r\n"
        + $"Sec-WebSocket-Version: {Upgrade.Version}\r\n"
        + $"Sec-WebSocket-Protocol: {Upgrade.Protocol}\r\n\r\n";
}

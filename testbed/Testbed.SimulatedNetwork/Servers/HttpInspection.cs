using System.Text;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>
/// Reads HTTP/1.1 inside an interception, one exchange after the other: takes upgrades out of requests, and keeps a body back until it is complete. A body
/// without an end is kept for ever, which is what makes such boxes a wall for streams.
/// </summary>
internal sealed class HttpInspection(MiddleboxSetup setup)
{
    private static readonly string[] Upgrades = ["Upgrade", "Connection"];

    /// <summary>Until one side ends.</summary>
    public async Task RunAsync(Stream client, Stream server, CancellationToken cancellationToken)
    {
        while (await HttpText.ReadHeadAsync(client, cancellationToken) is { Length: > 0 } request)
        {
            await WriteAsync(server, setup.StripsUpgrades ? WithoutUpgrade(request) : request, cancellationToken);
            var upload = BodyAsync(request, client, server, isAnswer: false, cancellationToken);
            var answer = await HttpText.ReadHeadAsync(server, cancellationToken);
            if (answer.Length == 0)
                return;
            if (answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            {
                await WriteAsync(client, answer, cancellationToken);
                await Relay.RunAsync(client, server, idle: null, TimeProvider.System, cancellationToken);
                return;
            }

            if (!setup.BuffersBodies)
                await WriteAsync(client, answer, cancellationToken);
            await BodyAsync(answer, server, client, isAnswer: true, cancellationToken);
            await upload;
        }
    }

    private async Task BodyAsync(string head, Stream from, Stream to, bool isAnswer, CancellationToken cancellationToken)
    {
        var kept = setup.BuffersBodies ? new MemoryStream() : null;
        await using var _ = kept;
        var into = (Stream?)kept ?? to;
        if (isAnswer && kept is not null)
            await WriteAsync(kept, head, cancellationToken);
        if (HttpText.Header(head, "Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true)
            await ChunksAsync(from, into, cancellationToken);
        else if (int.TryParse(HttpText.Header(head, "Content-Length"), out var length))
            await CopyAsync(from, into, length, cancellationToken);
        if (kept is { Length: > 0 })
        {
            await to.WriteAsync(kept.ToArray(), cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }

    private static async Task ChunksAsync(Stream from, Stream into, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await LineAsync(from, cancellationToken);
            await WriteAsync(into, line, cancellationToken);
            var length = Convert.ToInt32(line.Split(';')[0].Trim(), 16);
            await CopyAsync(from, into, length + 2, cancellationToken);
            if (length == 0)
                return;
        }
    }

    private static async Task<string> LineAsync(Stream from, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            await from.ReadExactlyAsync(one, cancellationToken);
            line.Append((char)one[0]);
        }

        return line.ToString();
    }

    private static async Task CopyAsync(Stream from, Stream into, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes, cancellationToken);
        await into.WriteAsync(bytes, cancellationToken);
        await into.FlushAsync(cancellationToken);
    }

    private static async Task WriteAsync(Stream to, string text, CancellationToken cancellationToken)
    {
        await to.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
        await to.FlushAsync(cancellationToken);
    }

    private static string WithoutUpgrade(string head) => string.Join("\r\n", head.Split("\r\n").Where(
        line => !Upgrades.Any(name => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))));
}

using System.Diagnostics;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Handshakes;

/// <summary>What one handshake costs each side, in both profiles, and how long it takes on a line of 200 ms. Outer TLS and the making of keys aren't in it.</summary>
internal sealed class HandshakeBenchmark : IBenchmark
{
    private const int WarmUp = 20;
    private const double CpuTarget = 50;
    private const double TimeTarget = 1_000;
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(100);

    public string Name => "handshake";

    public string Question => "One handshake: processor time of each side, bytes, round trips, and time at 200 ms.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        var parties = new Parties();
        var keys = new Samples();
        for (var i = 0; i < options.Count; i++)
        {
            var before = ThreadCpu.Now;
            RsaIdentity.Generate(3072, SystemRandomSource.Instance).Dispose();
            keys.Add(ThreadCpu.Now - before);
        }

        report.Add(new Figure("apart: an RSA key of 3072 bits", keys.Median, "ms CPU", Machine.Load, keys.Spread));
        foreach (var profile in new[] { HandshakeProfile.Link, HandshakeProfile.EndToEnd })
        {
            await MeasureAsync(parties, profile, options, report, cancellationToken);
        }
    }

    private static async Task MeasureAsync(Parties parties, HandshakeProfile profile, BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            await RunAsync(parties, profile, TimeSpan.Zero, cancellationToken);
        }

        var (initiator, responder, slow) = (new Samples(), new Samples(), new Samples());
        var bytes = 0;
        for (var i = 0; i < options.Count * 5; i++)
        {
            var run = await RunAsync(parties, profile, TimeSpan.Zero, cancellationToken);
            initiator.Add(run.Initiator);
            responder.Add(run.Responder);
            bytes = run.Bytes;
        }

        for (var i = 0; i < options.Count; i++)
        {
            slow.Add((await RunAsync(parties, profile, OneWay, cancellationToken)).Elapsed);
        }

        var load = Machine.Load;
        report.Add(new Figure($"{profile.Name()}: initiator", initiator.Median, "ms CPU", load, initiator.Spread, CpuTarget));
        report.Add(new Figure($"{profile.Name()}: responder", responder.Median, "ms CPU", load, responder.Spread, CpuTarget));
        report.Add(new Figure($"{profile.Name()}: all six messages", bytes, "bytes", load, "three round trips"));
        report.Add(new Figure($"{profile.Name()}: on a line of 200 ms", slow.Median, "ms", load, slow.Spread, TimeTarget));
    }

    /// <summary>The machines alone, one after the other: whose time it is, is told by the thread that does the work.</summary>
    private static async Task<Cost> RunAsync(Parties parties, HandshakeProfile profile, TimeSpan oneWay, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var spent = new TimeSpan[2];
        HandshakeInitiator? initiator = null;
        HandshakeResponder? responder = null;
        try
        {
            var message = On(ref spent[0], () => (initiator = new HandshakeInitiator(parties.Initiator(profile))).Start());
            On(ref spent[1], () => responder = new HandshakeResponder(parties.Responder(profile)));
            var bytes = 0;
            for (var number = 1; number <= ProtocolLimits.HandshakeMessages; number++)
            {
                bytes += message.Length;
                if (oneWay > TimeSpan.Zero)
                {
                    await Task.Delay(oneWay, cancellationToken);
                }

                HandshakeMachine receiver = number % 2 == 1 ? responder! : initiator!;
                var step = On(ref spent[number % 2], () => receiver.Receive(message));
                if (step.Progress == HandshakeProgress.Failed)
                {
                    throw new BenchmarkException($"The handshake failed: {step.Failure} {step.Detail}.");
                }

                message = step.Reply;
            }

            return new Cost(spent[0], spent[1], bytes, Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            initiator?.Dispose();
            responder?.Dispose();
        }
    }

    private static T On<T>(ref TimeSpan spent, Func<T> work)
    {
        var before = ThreadCpu.Now;
        var result = work();
        spent += ThreadCpu.Now - before;
        return result;
    }

    private readonly record struct Cost(TimeSpan Initiator, TimeSpan Responder, int Bytes, TimeSpan Elapsed);
}

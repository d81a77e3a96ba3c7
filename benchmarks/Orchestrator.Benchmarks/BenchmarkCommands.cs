using System.CommandLine;
using System.Reflection;
using Orchestrator.Abstractions;
using Orchestrator.Benchmarks.Audit;
using Orchestrator.Benchmarks.Handshakes;
using Orchestrator.Benchmarks.Micro;
using Orchestrator.Benchmarks.Relaying;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Sessions;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks;

/// <summary>
/// The command line: one command for each benchmark, <c>all</c> for all of the whole system, <c>micro</c> for those of single steps. Broker and
/// instrument run in processes of their own; the console is this process.
/// </summary>
internal static class BenchmarkCommands
{
    private static readonly IBenchmark[] All =
    [
        new FirstFrameBenchmark(), new MinuteBenchmark(), new IdleBenchmark(), new RelayBenchmark(), new StartBenchmark(), new ClickBenchmark(), new RevokeBenchmark(),
        new HandshakeBenchmark(), new HalfOpenBenchmark(), new AppendBenchmark(), new VerifyBenchmark(), new ProofBenchmark(),
    ];

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line.", Recursive = true };
    private static readonly Option<int> Count = new("--count") { Description = "How often what is quick is repeated.", DefaultValueFactory = _ => 10, Recursive = true, HelpName = "N" };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long an idle screen is watched.", DefaultValueFactory = _ => 30, Recursive = true, HelpName = "N" };
    private static readonly Option<string> QuickSupport = new("--quicksupport")
    {
        Description = "A published QuickSupport to start in place of this build's.",
        DefaultValueFactory = _ => Built,
        Recursive = true,
        HelpName = "FILE",
    };

    private static string Built => typeof(BenchmarkCommands).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "QuickSupport").Value!;

    /// <summary>The command.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Measures Orchestrator on this machine. Says beside each figure how busy the machine was; compare processor time rather than elapsed time on a busy one.") { Json, Count, Seconds, QuickSupport };
        foreach (var benchmark in All)
        {
            var command = new Command(benchmark.Name, benchmark.Question);
            command.SetAction((result, token) => RunAsync([benchmark], result, token));
            root.Add(command);
        }

        var all = new Command("all", "All of the above, one after the other.");
        all.SetAction((result, token) => RunAsync(All, result, token));
        root.Add(all);
        var micro = new Command("micro", "Single steps: tiles compared, pictures encoded, records cut, calls through a plugin's boundary (BenchmarkDotNet).");
        var filter = new Option<string>("--filter") { Description = "Which ones, by their full names with stars.", DefaultValueFactory = _ => "*", HelpName = "GLOB" };
        micro.Add(filter);
        micro.SetAction(result => MicroBenchmarks.Run(result.GetRequiredValue(filter)));
        root.Add(micro);
        root.Add(InstrumentCommand());
        return root;
    }

    private static async Task<int> RunAsync(IBenchmark[] benchmarks, ParseResult result, CancellationToken cancellationToken)
    {
        var options = new BenchmarkOptions(result.GetValue(Count), result.GetValue(Seconds), Path.GetFullPath(result.GetRequiredValue(QuickSupport)));
        if (options.Count is < 1 or > 1000 || options.Seconds is < 1 or > 600)
        {
            await System.Console.Error.WriteLineAsync("--count takes 1 to 1000, --seconds takes 1 to 600.");
            return 2;
        }

        var report = new Report(System.Console.Out, result.GetValue(Json));
        foreach (var benchmark in benchmarks)
        {
            report.Begin(benchmark.Question);
            try
            {
                await benchmark.RunAsync(options, report, cancellationToken);
            }
            catch (Exception e) when (e is BenchmarkException or Technicians.ConsoleException or DialException or IOException)
            {
                await System.Console.Error.WriteLineAsync($"{benchmark.Name}: {e.Message}");
                return 1;
            }
        }

        return 0;
    }

    private static Command InstrumentCommand()
    {
        var config = new Option<string>("--config") { Required = true };
        var folder = new Option<string>("--folder") { Required = true };
        var screen = new Option<ScreenKind>("--screen");
        var display = new Option<string>("--display") { DefaultValueFactory = _ => "" };
        var command = new Command("instrument", "The instrument's end; started by the benchmarks.") { config, folder, screen, display };
        command.Hidden = true;
        command.SetAction((result, token) => InstrumentRole.RunAsync(
            result.GetRequiredValue(config), result.GetRequiredValue(folder), result.GetValue(screen), result.GetRequiredValue(display), token));
        return command;
    }
}

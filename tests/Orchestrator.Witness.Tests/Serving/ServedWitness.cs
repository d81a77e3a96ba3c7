using System.Text.RegularExpressions;
using Orchestrator.Witnesses.Commands;

namespace Orchestrator.Witnesses.Tests.Serving;

/// <summary><c>orchestrator-witness serve</c> in this process, on a free port, with a real HTTP client before it.</summary>
internal sealed partial class ServedWitness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _errors;
    private readonly Task<int> _run;

    private ServedWitness(StringWriter errors, Listening output, string folder, string logs)
    {
        _errors = errors;
        _run = Task.Run(() => WitnessProgram.RunAsync(["serve", "--data", folder, "--logs", logs, "--listen", "127.0.0.1:0"], null, output, errors, _stop.Token));
    }

    public HttpClient Client { get; } = new() { Timeout = Patience };

    /// <summary>What it said on standard error; whole once it stopped.</summary>
    public string Errors => _errors.ToString();

    public static async Task<ServedWitness> StartAsync(string folder, string logs)
    {
        var (errors, output) = (new StringWriter(), new Listening());
        var served = new ServedWitness(errors, output, folder, logs);
        var first = await Task.WhenAny(output.Address, served._run).WaitAsync(Patience);
        Assert.True(first == output.Address, errors.ToString());
        served.Client.BaseAddress = await output.Address;
        return served;
    }

    /// <summary>Stops it; gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Standard output, until it says where it listens.</summary>
    private sealed partial class Listening : StringWriter
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Uri> Address => _address.Task;

        public override void WriteLine(string? value)
        {
            if (Said().Match(value ?? "") is { Success: true } said)
                _address.TrySetResult(new Uri(said.Groups[1].Value));
        }

        [GeneratedRegex(@" on (http://127\.0\.0\.1:[0-9]+)\.$")]
        private static partial Regex Said();
    }
}

using System.Globalization;
using System.Text;
using Orchestrator.Audit.Witnessing;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.SiteFiles;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.Testbed.Technician;
using Orchestrator.Witnesses;
using Orchestrator.Witnesses.Commands;
using Orchestrator.Witnesses.Running;

namespace Orchestrator.EndToEnd.Witnessing;

/// <summary>The customer's witness as it is shipped, in this process: its keys from its own command, its link through the real dialer.</summary>
internal sealed class RunningWitness : IAsyncDisposable
{
    private readonly TestVendor _vendor;
    private readonly Lines _errors = new();
    private readonly Lines _output = new();
    private CancellationTokenSource _stop = new();
    private Task<ExitCode> _run = Task.FromResult(ExitCode.Success);

    private RunningWitness(TestVendor vendor, string name, string folder, string said)
    {
        (_vendor, Name, Folder) = (vendor, name, folder);
        VerifierKey = Value(said, "verifier key");
        LinkKey = Value(said, "link key");
    }

    public string Name { get; }

    public string Folder { get; }

    public string VerifierKey { get; }

    public string LinkKey { get; }

    /// <summary>The site's secret in base64.</summary>
    public string Secret => File.ReadAllText(Path.Combine(Folder, "site.secret")).Trim();

    /// <summary>All that it said.</summary>
    public string Said => _output.Text + _errors.Text;

    /// <summary>What the site file of its site says about it.</summary>
    public SiteWitness Site => new(WitnessKey.TryParse(VerifierKey, out var key) ? key : throw new FormatException(VerifierKey), Convert.FromBase64String(Secret));

    public static async Task<RunningWitness> CreateAsync(TestVendor vendor, string name)
    {
        var folder = vendor.NewFolder("witness");
        using var said = new StringWriter();
        Assert.Equal(0, await WitnessProgram.RunAsync(["keys", "--data", folder, "--name", $"lab.example/{name}"], null, said, said, CancellationToken.None));
        return new RunningWitness(vendor, name, folder, said.ToString());
    }

    public Task EnrolAsync() => Person.RunAsync("witnesses", "add", Name, "--data", _vendor.Setup.DataFolder, "--key", LinkKey, "--vkey", VerifierKey);

    public Task RemoveAsync() => Person.RunAsync("witnesses", "remove", Name, "--data", _vendor.Setup.DataFolder);

    public void Start()
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _run = Task.Run(() => WitnessRun.RunAsync(
            new WitnessRunOptions { Folder = Folder, Configuration = _vendor.Setup.ClientConfiguration, Resolve = DemoVendor.Resolve }, _output, _errors, _stop.Token));
    }

    public async Task<ExitCode> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run.WaitAsync(AttendedInstrument.Patience);
    }

    /// <summary>Waits until it cosigned more than so many records of the broker's log.</summary>
    public async Task UntilBeyondAsync(long size)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var file = Path.Combine(Folder, "state", WitnessState.NameOf($"{TestVendor.Domain}/broker") + ".checkpoint");
        while (!File.Exists(file) || long.Parse(File.ReadAllLines(file)[1], CultureInfo.InvariantCulture) <= size)
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Waits until it said something on standard error.</summary>
    public Task UntilWarnedAsync(string text) => _errors.UntilAsync(text);

    /// <summary>Waits until it said something on standard output.</summary>
    public Task UntilSaidAsync(string text) => _output.UntilAsync(text);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await _errors.DisposeAsync();
        await _output.DisposeAsync();
    }

    private static string Value(string said, string name) =>
        said.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    /// <summary>A stream of text on which a test can wait.</summary>
    private sealed class Lines : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly Lock _gate = new();
        private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get
            {
                lock (_gate)
                {
                    return _text.ToString();
                }
            }
        }

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            lock (_gate)
            {
                _text.Append(value);
                _more.TrySetResult();
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        public override void WriteLine(string? value) => Write(value + "\n");

        public async Task UntilAsync(string wanted)
        {
            using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
            while (true)
            {
                Task more;
                lock (_gate)
                {
                    if (_text.ToString().Contains(wanted, StringComparison.Ordinal))
                    {
                        return;
                    }

                    more = _more.Task;
                }

                try
                {
                    await more.WaitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail($"It never said \"{wanted}\", but: {Text}");
                }
            }
        }
    }
}

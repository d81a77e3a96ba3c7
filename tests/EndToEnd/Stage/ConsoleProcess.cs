using System.Reflection;
using System.Text.Json;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>The shipped console, driven by a script, as a process of its own, so that it can be killed.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ExternalProcess _process;

    private static string Executable =>
        typeof(ConsoleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Console").Value!;

    /// <summary>Where the shipped program lies with all that it brings.</summary>
    public static string Folder => Path.GetDirectoryName(Executable)!;

    private ConsoleProcess(ExternalProcess process) => _process = process;

    /// <summary>Joins a session and runs the steps.</summary>
    /// <param name="vendor">Whose.</param>
    /// <param name="number">The session.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="steps">Of the script, each a line.</param>
    /// <param name="account">The technician.</param>
    /// <param name="password">The first line on standard input; the second is a code that wasn't used before.</param>
    /// <param name="name">Whose key and sign-in: the same name is the same console.</param>
    /// <param name="code">The second line; null: one that wasn't used before.</param>
    /// <param name="more">More arguments.</param>
    /// <param name="environment">Variables of its own.</param>
    public static async Task<ConsoleProcess> ConnectAsync(
        TestVendor vendor, string number, string pin, string[] steps, string account = TestVendor.Berg, string password = TestVendor.Password, string name = "console",
        string? code = null, string[]? more = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var script = Path.Combine(vendor.NewFolder("script"), "steps.txt");
        File.WriteAllLines(script, steps);
        await (await vendor.OpenConsoleAsync(name)).DisposeAsync();
        return await StartAsync([password, code ?? vendor.Code(account).Reveal()], environment, [
            "connect", number, "--pin", pin, "--reason", "liquid not detected", "--user", account, "--password-stdin", "--json", "--do", script,
            "--config", vendor.Setup.ClientConfiguration, "--data", Path.Combine(vendor.Folder, name), .. more ?? []]);
    }

    /// <summary>Any command, whose standard input stays open for what is said later.</summary>
    public static ConsoleProcess Talk(string[] arguments) => new(ExternalProcess.Start(Executable, arguments));

    /// <summary>Lines on its standard input.</summary>
    public async Task SayAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await _process.Input.WriteLineAsync(line);
        }

        await _process.Input.FlushAsync();
    }

    /// <summary>Any command.</summary>
    public static Task<ConsoleProcess> StartAsync(string[] input, params string[] arguments) => StartAsync(input, null, arguments);

    /// <summary>The same with variables of its own.</summary>
    public static async Task<ConsoleProcess> StartAsync(string[] input, IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        var process = ExternalProcess.Start(Executable, arguments, environment);
        foreach (var line in input)
        {
            await process.Input.WriteLineAsync(line);
        }

        process.Input.Close();
        return new ConsoleProcess(process);
    }

    /// <summary>The next event of this kind; those before it are passed over.</summary>
    public async Task<JsonElement> UntilAsync(string type, Predicate<JsonElement>? wanted = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _process.Output.ReadLineAsync(limit.Token) is { } line)
        {
            var happened = JsonDocument.Parse(line).RootElement;
            if (happened.GetProperty("type").GetString() == type && wanted?.Invoke(happened) != false)
            {
                return happened;
            }
        }

        throw new InvalidOperationException($"The console ended before {type}: {await _process.ReadErrorsAsync()}");
    }

    /// <summary>What it prints for people, up to the line that begins like this.</summary>
    public async Task<IReadOnlyList<string>> LinesUntilAsync(string beginning)
    {
        using var limit = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        while (await _process.Output.ReadLineAsync(limit.Token) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return lines;
            }
        }

        throw new InvalidOperationException($"The console ended before '{beginning}': {await _process.ReadErrorsAsync()}");
    }

    /// <summary>Waits until the step in this line is done.</summary>
    public Task StepAsync(int line) => UntilAsync("step", step => step.GetProperty("line").GetInt32() == line);

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Exit code and what stands on its error output, once it ended.</summary>
    public async Task<(int Exit, string Said)> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _process.Output.ReadLineAsync(limit.Token) is not null)
        {
            // What it says must be taken from it.
        }

        return (await _process.WaitForExitAsync(limit.Token), (await _process.ReadErrorsAsync()).Trim());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

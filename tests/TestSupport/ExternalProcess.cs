using System.Diagnostics;

namespace Orchestrator.TestSupport;

/// <summary>One program that a test started: its input and output, and its end. Disposal ends it, by its id, with its children.</summary>
public sealed class ExternalProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly Task<string> errors;

    private ExternalProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Id of the program.</summary>
    public int Id => process.Id;

    /// <summary>True once the program ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>What the program reads; close it for end of file.</summary>
    public StreamWriter Input => process.StandardInput;

    /// <summary>What the program writes.</summary>
    public StreamReader Output => process.StandardOutput;

    /// <summary>Starts a program and leaves it running.</summary>
    /// <param name="executable">Name on the path.</param>
    /// <param name="arguments">Passed as they are, without a shell.</param>
    /// <param name="environment">Variables to set; a null value removes one.</param>
    public static ExternalProcess Start(
        string executable, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var info = new ProcessStartInfo(RealComponent.Find(executable) ?? executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            info.Environment[name] = value;
        return new ExternalProcess(Process.Start(info) ?? throw new InvalidOperationException($"{executable} didn't start."));
    }

    /// <summary>Runs a program to its end and returns what it wrote; throws with its error output when it fails or takes too long.</summary>
    /// <param name="input">Given to the program, then end of file.</param>
    public static async Task<byte[]> RunAsync(
        string executable,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        ReadOnlyMemory<byte> input = default,
        TimeSpan? timeout = null)
    {
        await using var program = Start(executable, arguments, environment);
        using var time = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(20));
        using var output = new MemoryStream();
        var read = program.Output.BaseStream.CopyToAsync(output, time.Token);
        await program.Input.BaseStream.WriteAsync(input, time.Token);
        program.Input.Close();
        await read;
        var code = await program.WaitForExitAsync(time.Token);
        return code == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"{executable} ended with {code}: {await program.ReadErrorsAsync()}");
    }

    /// <summary>Waits for the end; returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>What the program wrote to its error output, once it ended.</summary>
    public Task<string> ReadErrorsAsync() => errors;

    /// <summary>Ends the program at once, as kill -9 does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        using var time = new CancellationTokenSource(EndTime);
        await process.WaitForExitAsync(time.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }
}

namespace Orchestrator.Testbed.Servers.Running;

/// <summary>A real server that runs, with a folder of its own. Disposal ends it and takes the folder away.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly ServerPlan plan;
    private readonly ServerPlace place;
    private ServerProcess? process;

    private RunningServer(ServerOptions options, ServerPlace place)
    {
        (Options, this.place) = (options, place);
        Folder = place.Parent is { } parent
            ? Directory.CreateDirectory(Path.Combine(parent, $"server-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("server-").FullName;
        plan = options.Plan(Folder);
    }

    /// <summary>What it is.</summary>
    public ServerOptions Options { get; }

    /// <summary>Absolute path of its folder.</summary>
    public string Folder { get; }

    /// <summary>Id of its first process.</summary>
    public int ProcessId => process?.Id ?? 0;

    /// <summary>True when it ended by itself.</summary>
    public bool HasExited => process?.HasExited ?? true;

    /// <summary>What it wrote to its output and error output.</summary>
    public string Output => process?.Output ?? "";

    /// <summary>Writes its files, runs its preparations, starts it and waits until it listens.</summary>
    /// <exception cref="FileNotFoundException">A program isn't installed.</exception>
    /// <exception cref="InvalidOperationException">It ended, or didn't listen in time; with what it wrote.</exception>
    public static async Task<RunningServer> StartAsync(ServerOptions options, ServerPlace? place = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new RunningServer(options, place ?? ServerPlace.Here);
        try
        {
            await server.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await server.RestartAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends it if it runs, and starts it again with the same files.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync().ConfigureAwait(false);
        process = ServerProcess.Start(place.Wrap(plan.Command), Folder);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        while (!Listening.On(process.Id, plan.Ports))
        {
            if (process.HasExited || limit.IsCancellationRequested)
                throw new InvalidOperationException($"{plan.Command.Program} {(process.HasExited ? "ended" : "doesn't listen")}: {Output}");
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends it at once, as a power cut does; its files stay.</summary>
    public async Task StopAsync()
    {
        if (process is not null)
            await process.DisposeAsync().ConfigureAwait(false);
        process = null;
    }

    /// <summary>What it has written to a file of its folder so far; empty when there is none.</summary>
    /// <param name="file">Relative name, for example <c>access.log</c>.</param>
    public string Read(string file)
    {
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path))
            return "";
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (Programs.Missing(plan) is { IsEmpty: false } missing)
            throw new FileNotFoundException($"Not installed: {string.Join(", ", missing)}.");
        foreach (var file in plan.Files)
        {
            var path = Path.Combine(Folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Text, cancellationToken).ConfigureAwait(false);
            if (file.Executable && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (place.User is { } user)
            await ServerProcess.RunAsync(new ServerCommand(Programs.Find("chown") ?? "chown", "-R", user, Folder), Folder, cancellationToken).ConfigureAwait(false);
        foreach (var command in plan.Preparations)
            await ServerProcess.RunAsync(place.Wrap(command), Folder, cancellationToken).ConfigureAwait(false);
    }
}

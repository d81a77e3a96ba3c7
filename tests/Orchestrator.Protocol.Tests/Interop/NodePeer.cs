using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>
/// The other implementation as a running program: commands in, events out, as lines of JSON. One program serves the runs of a whole test class;
/// each run has its own socket. Started by the first test that needs it, so that a machine without Node.js skips instead of failing.
/// </summary>
public sealed class NodePeer : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, Channel<JsonNode>> _runs = [];
    private readonly SemaphoreSlim _gate = new(1);
    private ExternalProcess? _program;
    private int _lastRun;

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>A new run's number; the program is running then.</summary>
    internal async Task<int> NewRunAsync()
    {
        await NodePackages.RequireAsync();
        await _gate.WaitAsync();
        try
        {
            if (_program is null)
            {
                _program = ExternalProcess.Start("node", [Path.Combine(NodePackages.Folder, "peer.mjs")]);
                _ = ReadAsync(_program);
            }
        }
        finally
        {
            _gate.Release();
        }

        var run = Interlocked.Increment(ref _lastRun);
        _runs[run] = System.Threading.Channels.Channel.CreateUnbounded<JsonNode>();
        return run;
    }

    /// <summary>Says what a run should do.</summary>
    internal async Task DoAsync(int run, string what, JsonObject? more = null)
    {
        var command = more ?? [];
        command["run"] = run;
        command["do"] = what;
        await _gate.WaitAsync();
        try
        {
            await _program!.Input.WriteLineAsync(command.ToJsonString());
            await _program.Input.FlushAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The next event of this name in a run; fails when the run ends instead.</summary>
    internal async Task<JsonNode> NextAsync(int run, string name)
    {
        while (true)
        {
            var found = await _runs[run].Reader.ReadAsync().AsTask().WaitAsync(Patience);
            var got = (string)found["event"]!;
            if (got == name)
                return found;
            Assert.True(got == "did", $"Expected the event \"{name}\", not {found.ToJsonString()}.");
        }
    }

    /// <summary>Why a run ended; events before that are passed over, but whether it was established is told.</summary>
    internal async Task<(string Reason, bool WasEstablished)> EndAsync(int run)
    {
        var established = false;
        while (true)
        {
            var found = await _runs[run].Reader.ReadAsync().AsTask().WaitAsync(Patience);
            established |= (string)found["event"]! == "established";
            if ((string)found["event"]! == "ended")
                return ((string)found["reason"]!, established);
        }
    }

    private async Task ReadAsync(ExternalProcess program)
    {
        while (await program.Output.ReadLineAsync() is { } line)
        {
            var found = JsonNode.Parse(line)!;
            _runs[(int)found["run"]!].Writer.TryWrite(found);
        }

        var problem = new InvalidOperationException($"The JavaScript peer ended: {await program.ReadErrorsAsync()}");
        foreach (var run in _runs.Values)
            run.Writer.TryComplete(problem);
    }
}

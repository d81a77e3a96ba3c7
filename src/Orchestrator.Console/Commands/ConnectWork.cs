using Orchestrator.Technicians.Face;
using Orchestrator.Technicians.Scripts;

namespace Orchestrator.Technicians.Commands;

/// <summary>What <c>connect</c> does with a session that is joined. Whatever happens, the operator doesn't sit before an open session afterwards.</summary>
internal sealed class ConnectWork(ConsoleSession session, string reason, IReport report)
{
    /// <summary>Runs a script, then ends the session.</summary>
    public async Task<ExitCode> ScriptAsync(IReadOnlyList<Step> steps, bool force, CancellationToken cancellationToken)
    {
        try
        {
            await session.OpenedAsync(0, cancellationToken).ConfigureAwait(false);
            report.Opened();
            await new ScriptRunner(session, reason, force, report).RunAsync(steps, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await LeaveAsync().ConfigureAwait(false);
            throw;
        }

        return await LeaveAsync().ConfigureAwait(false)
            ? SessionEnds.ExitOf(await session.Completion.ConfigureAwait(false))
            : ExitCode.SessionOver;
    }

    /// <summary>Shows the terminal face until the session is over.</summary>
    public async Task<ExitCode> FaceAsync(CommandIo io, bool isDevelopment, string viewer, CancellationToken cancellationToken)
    {
        var face = new TerminalFace(session, reason, new TerminalKeys().ReadAsync, io.Output, () => (Console.WindowWidth, Console.WindowHeight));
        await face.RunAsync(new FaceState { IsDevelopment = isDevelopment, Viewer = viewer }, cancellationToken).ConfigureAwait(false);
        if (!await LeaveAsync().ConfigureAwait(false))
        {
            return ExitCode.SessionOver;
        }

        var end = await session.Completion.ConfigureAwait(false);
        io.Output.WriteLine(end.Sentence);
        return SessionEnds.ExitOf(end);
    }

    /// <summary>Without a terminal and without a script: tells what happens until the session is over or this program is stopped.</summary>
    public async Task<ExitCode> WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await session.OpenedAsync(0, cancellationToken).ConfigureAwait(false);
            report.Opened();
            return SessionEnds.ExitOf(await session.Completion.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session where it runs still. False: the instrument doesn't hear; its own grace ends it there.</summary>
    private async Task<bool> LeaveAsync()
    {
        try
        {
            if (!session.Completion.IsCompleted)
            {
                await session.EndAsync("done", CancellationToken.None).ConfigureAwait(false);
            }

            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

using Orchestrator.Domain;

namespace Orchestrator.Technicians.Scripts;

/// <summary>Runs the steps of a script against a session, in order; the first that fails ends it.</summary>
internal sealed class ScriptRunner(ConsoleSession session, string reason, bool force, IReport report)
{
    /// <summary>Runs all steps, or up to <c>end</c>.</summary>
    /// <exception cref="ConsoleException">A step failed; the message names it by its line.</exception>
    public async Task RunAsync(IReadOnlyList<Step> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (step is Step.End)
            {
                report.StepDone(step.Line, step.Text, "");
                return;
            }

            try
            {
                report.StepDone(step.Line, step.Text, await RunAsync(step, cancellationToken).ConfigureAwait(false));
            }
            catch (ConsoleException e)
            {
                report.StepFailed(step.Line, step.Text, e);
                throw;
            }
        }
    }

    private async Task<string> RunAsync(Step step, CancellationToken token)
    {
        switch (step)
        {
            case Step.View view:
                await session.AskAsync(Capability.ViewScreen, view.Minutes, reason, null, token).ConfigureAwait(false);
                await session.PictureAsync(token).ConfigureAwait(false);
                return session.Screen.State.Layout is { } layout ? $"{layout.Width}x{layout.Height}" : "";
            case Step.Control control:
                await session.AskAsync(Capability.ControlInput, control.Minutes, reason, null, token).ConfigureAwait(false);
                return "";
            case Step.Click click:
                await session.ClickAsync(click.X, click.Y, token).ConfigureAwait(false);
                return "";
            case Step.Type type:
                await session.TypeAsync(type.What, token).ConfigureAwait(false);
                return "";
            case Step.Key key:
                await session.KeyAsync(key.Name, token).ConfigureAwait(false);
                return "";
            case Step.Send send:
                return Describe(await session.SendFileAsync(send.Local, send.Remote, reason, token).ConfigureAwait(false));
            case Step.Fetch fetch:
                return Describe(await session.FetchFileAsync(fetch.Remote, fetch.Local, reason, force, token).ConfigureAwait(false));
            case Step.ClipPut put:
                await session.ClipPutAsync(put.What, reason, token).ConfigureAwait(false);
                return "";
            case Step.ClipGet:
                return await session.ClipGetAsync(reason, token).ConfigureAwait(false);
            case Step.Chat chat:
                session.Chat(chat.What);
                return "";
            case Step.Shot shot:
                await session.ShotAsync(shot.Path, token).ConfigureAwait(false);
                return "";
            case Step.WaitStill still:
                await session.WaitForStillAsync(still.Still, still.Limit, token).ConfigureAwait(false);
                return "";
            case Step.WaitChange change:
                await session.WaitForChangeAsync(change.Area, change.Limit, token).ConfigureAwait(false);
                return "";
            case Step.WaitPixel pixel:
                await session.WaitForPixelAsync(pixel.X, pixel.Y, pixel.Colour, pixel.Limit, token).ConfigureAwait(false);
                return "";
            default:
                throw new InvalidOperationException($"A step without an action: {step.GetType().Name}.");
        }
    }

    private static string Describe(Transfer transfer) => $"{transfer.Name}, {transfer.Size} bytes, hash checked";
}

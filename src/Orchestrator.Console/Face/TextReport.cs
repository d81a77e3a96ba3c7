using System.Globalization;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Technicians.Composition;

namespace Orchestrator.Technicians.Face;

/// <summary>Plain lines for people and for logs of scripts; readable without colour, and in the order in which things happened.</summary>
internal sealed class TextReport(TextWriter output) : IReport
{
    private readonly Lock _sync = new();
    private readonly Dictionary<uint, AskProgress> _asks = [];
    private string _link = "";

    public void SignedIn(string account, SignedInAs who) => Line(string.Create(
        CultureInfo.InvariantCulture,
        $"Signed in: {who.PrintedName} ({account}, {who.Role}). This console's certificate is good until {who.Until:yyyy-MM-dd HH:mm} UTC; joining a session needs the password again."));

    public void Connecting(ConnectRequest request, bool isDevelopment)
    {
        if (isDevelopment)
        {
            Line("DEVELOPMENT build: it trusts the root of its configuration file.");
        }

        Line($"Connecting to session {request.Session.Spoken()} as {request.Account} …");
    }

    public void Joined(ConsoleView view)
    {
        Line($"Instrument  {Words.Of(view.Instrument)}");
        Line($"Hop         {view.Hop}");
        if (!view.ApprovalNeeded.IsEmpty)
        {
            Line($"Approval    {ApprovalHint.Of(view.ApprovalNeeded)}");
        }

        Line($"Digits      {Words.Spoken(view.Sas)}   read these six digits aloud; the operator types them");
    }

    public void Opened() => Line("The digits match. You may ask now.");

    public void Viewer(string how) => Line(how);

    public void StepDone(int line, string step, string detail) => Line($"{line,4}  {step}{(detail.Length > 0 ? "  → " + detail : "")}  ok");

    public void StepFailed(int line, string step, ConsoleException why) => Line($"{line,4}  {step}  FAILED ({why.Code}): {why.Message}");

    public void Told(Notice notice)
    {
        switch (notice)
        {
            case Notice.Changed changed:
                Changed(changed.View);
                break;
            case Notice.Recorded { Happened: SessionEvents.GrantEnded or SessionEvents.ViewPaused or SessionEvents.ViewResumed or SessionEvents.OperatorAway or SessionEvents.OperatorBack } record:
                Line($"      {EventLines.Describe(record.Line).Sentence}");
                break;
            case Notice.Said said:
                Line($"      Operator: {Words.OneLine(said.Text)}");
                break;
            case Notice.ScreenChanged screen:
                Line($"      {screen.Sentence}");
                break;
            case Notice.Moved { Transfer.State: TransferState.Failed } moved:
                Line($"      {moved.Transfer.Name}: {moved.Transfer.Sentence}");
                break;
            case Notice.Over over:
                Line(over.End.IsOrderly ? over.End.Sentence : $"{over.End.Code}: {over.End.Sentence}");
                break;
        }
    }

    private void Changed(ConsoleView view)
    {
        lock (_sync)
        {
            foreach (var ask in view.Asks.Where(ask => _asks.GetValueOrDefault(ask.RequestId, (AskProgress)(-1)) != ask.Progress))
            {
                _asks[ask.RequestId] = ask.Progress;
                output.WriteLine($"      {Words.Of(ask)}");
            }

            if (view.Link != _link)
            {
                _link = view.Link;
                output.WriteLine($"      {(view.Link.Length > 0 ? view.Link : "the link is back")}");
            }
        }
    }

    private void Line(string text)
    {
        lock (_sync)
        {
            output.WriteLine(text);
        }
    }
}

"""Django's commands of this project: `./run manage COMMAND`."""
